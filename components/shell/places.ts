import { Boxes, Hexagon, History, Layers, LayoutDashboard, Server } from 'lucide-react';

/** The screens of the main navigation, in its order. */
export const PLACES = [
  { href: '/', key: 'overview', icon: LayoutDashboard },
  { href: '/nodes', key: 'nodes', icon: Server },
  { href: '/services', key: 'services', icon: Layers },
  { href: '/tasks', key: 'tasks', icon: Boxes },
  { href: '/hive', key: 'hive', icon: Hexagon },
  { href: '/activity', key: 'activity', icon: History },
] as const;
