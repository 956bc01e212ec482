import { expect, test } from 'vitest';
import { carriesSecrets, isSensitivePath } from './sensitive';

test.each([
  'Labels[com.example.team]',
  'Mode.Replicated.Replicas',
  'UpdateConfig.Order',
  'EndpointSpec.Ports[80/tcp/ingress].PublishedPort',
  'TaskTemplate.ContainerSpec.Image',
  'TaskTemplate.ContainerSpec.Mounts[/data].Source',
  'TaskTemplate.ContainerSpec.Secrets[db].SecretName',
  'TaskTemplate.Networks[n1].Aliases',
  'TaskTemplate.Placement.Constraints',
])('%s may be read by all', (path) => expect(isSensitivePath(path)).toBe(false));

test.each([
  'TaskTemplate.ContainerSpec.Env[A]',
  'TaskTemplate.ContainerSpec.Args',
  'TaskTemplate.ContainerSpec.Mounts[/data].VolumeOptions.DriverConfig.Options[o]',
  'TaskTemplate.ContainerSpec.Mounts[/a\nb].VolumeOptions.DriverConfig.Options[o]',
  'TaskTemplate.PluginSpec.Env',
  'TaskTemplate.Networks[n1].DriverOpts.key',
  'TaskTemplate.LogDriver.Options[token]',
])('%s is for who may read secrets, and kept as a digest', (path) => {
  expect([isSensitivePath(path), carriesSecrets(path)]).toEqual([true, true]);
});

test.each([
  'TaskTemplate.ContainerSpec.WhatNoEngineHasYet',
  'TaskTemplate.ContainerSpec',
  'TaskTemplate.ContainerSpec.ImageNot',
  'TaskTemplate.ContainerSpec.Mounts[/x].Type].VolumeOptions.Labels[a]',
  'TaskTemplate.ContainerSpec.Mounts[/data].ClusterOptions.Secret',
])('%s is not known to be harmless', (path) => expect(isSensitivePath(path)).toBe(true));
