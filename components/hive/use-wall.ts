'use client';

import { useEffect, useEffectEvent } from 'react';

export interface Wall {
  on: boolean;
  enter: () => void;
  leave: () => void;
}

/**
 * The wall: the hive alone on the whole screen, kept awake. Browsers enter full screen only on a press, so a page
 * opened by a link fills its window instead; Esc leaves either way.
 */
export function useWall(on: boolean, set: (on: boolean) => void): Wall {
  const enter = () => {
    set(true);
    document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    set(false);
  };
  const onLeft = useEffectEvent(leave);
  useEffect(() => {
    if (!on) return;
    let wasFull = document.fullscreenElement !== null;
    const change = () => {
      const isFull = document.fullscreenElement !== null;
      if (wasFull && !isFull) onLeft();
      wasFull = isFull;
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onLeft();
    };
    document.addEventListener('fullscreenchange', change);
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('fullscreenchange', change);
      document.removeEventListener('keydown', press);
    };
  }, [on]);
  useEffect(() => (on ? stayAwake() : undefined), [on]);
  return { on, enter, leave };
}

/**
 * A wake lock where the browser has one. It is released whenever the page is hidden, so it is requested again later.
 */
function stayAwake(): () => void {
  let held: WakeLockSentinel | undefined;
  let over = false;
  const hold = async () => {
    if (document.visibilityState !== 'visible') return;
    const lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
    if (over) void lock?.release();
    else held = lock;
  };
  void hold();
  const back = () => void hold();
  document.addEventListener('visibilitychange', back);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', back);
    void held?.release();
  };
}
