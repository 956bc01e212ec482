import { expect, test } from 'vitest';
import { applyEdits } from '#lib/domain/spec/edit';
import { scaleEdit } from '#lib/domain/spec/service-edits';
import { fromDockerTask } from './from-docker-task';
import { rawSpecIn } from './raw-object';
import type { WireTask } from './wire-shapes';

/** Fields that 20.10 does not know, as 28.5.2 prints them. */
const SPEC = `{"Name":"web","Labels":{},"TaskTemplate":{"ContainerSpec":{"Image":"app:1","Init":false,"Healthcheck":{"Test":["CMD","/bin/health"],"Interval":1000000000,"StartInterval":5000000000},"Privileges":{"CredentialSpec":null,"SELinuxContext":null,"Seccomp":{"Mode":"unconfined"},"AppArmor":{"Mode":"disabled"},"NoNewPrivileges":true},"Mounts":[{"Type":"cluster","Source":"group:fast","Target":"/data","ClusterOptions":{}},{"Type":"tmpfs","Target":"/tmp","TmpfsOptions":{"SizeBytes":9223372036854775807,"Options":[["noexec"]]}},{"Type":"volume","Source":"v","Target":"/v","VolumeOptions":{"Subpath":"sub"}}],"CapabilityAdd":["CAP_NET_ADMIN"],"CapabilityDrop":["CAP_CHOWN"],"Ulimits":[{"Name":"nofile","Hard":9223372036854775807,"Soft":1024}],"OomScoreAdj":-500,"Isolation":"default"},"Resources":{"Limits":{"Pids":100},"Reservations":{}},"ForceUpdate":0,"Runtime":"container","SomethingOf29":{"Deep":[1.50,{"Big":18446744073709551615}]}},"Mode":{"Replicated":{"Replicas":2}},"EndpointSpec":{"Mode":"vip"}}`;

test('fields that a newer engine added go through a change of the spec to the letter', () => {
  const spec = rawSpecIn(`{"ID":"x","Version":{"Index":7},"Spec":${SPEC},"Endpoint":{"Spec":{}}}`);
  expect(spec).toBe(SPEC);
  const scaled = applyEdits(spec, [scaleEdit('replicated', 3)]);
  expect(scaled).toBe(SPEC.replace('"Replicas":2', '"Replicas":3'));
});

test('a task of a newer engine is read with its networks and volumes beside what is known', () => {
  const wire = JSON.parse(
    `{"ID":"0297engpc05vqyaxe4n56z3dw","Version":{"Index":23214},"CreatedAt":"2026-11-28T07:01:45.840004533Z","UpdatedAt":"2026-11-28T07:02:04.344879564Z","Labels":{},"Spec":{"ContainerSpec":{"Image":"app:2","Init":false,"DNSConfig":{},"Isolation":"default"},"Resources":{"Limits":{},"Reservations":{}},"ForceUpdate":0},"ServiceID":"h2ra1kn5ngz7z8ih0s6u9v7nf","Slot":3,"NodeID":"3549woc5wf15fil2xbc7hujo5","Status":{"Timestamp":"2026-11-28T07:02:04.29480599Z","State":"running","Message":"started","ContainerStatus":{"ContainerID":"025d9e28f3d2","PID":55039,"ExitCode":0},"PortStatus":{}},"DesiredState":"running","NetworksAttachments":[{"Network":{"ID":"g0pzwnbh5jii2wgq0g8lnrv93","Version":{"Index":5},"Spec":{"Name":"ingress","Ingress":true,"IPAMOptions":{"Driver":{}},"Scope":"swarm"},"DriverState":{"Name":"overlay"}},"Addresses":["10.0.0.15/24"]}],"Volumes":null}`,
  ) as WireTask;
  expect(fromDockerTask(wire, { kind: 'replicated', replicas: 3 })).toMatchObject({
    id: '0297engpc05vqyaxe4n56z3dw',
    slot: 3,
    state: 'running',
    image: 'app:2',
    ports: [],
  });
});

test('a task that attaches a network and runs no container has neither image nor service', () => {
  const wire = JSON.parse(
    `{"ID":"attachedattachedattached1","Version":{"Index":9},"CreatedAt":"2026-11-28T07:01:45.8Z","UpdatedAt":"2026-11-28T07:02:04.3Z","Spec":{"NetworkAttachmentSpec":{"ContainerID":"025d9e28f3d2"},"Runtime":"attachment","ForceUpdate":0,"Networks":[{"Target":"g0pzwnbh5jii2wgq0g8lnrv93"}]},"NodeID":"3549woc5wf15fil2xbc7hujo5","Status":{"State":"running"},"DesiredState":"running"}`,
  ) as WireTask;
  expect(fromDockerTask(wire, undefined)).toMatchObject({ serviceId: '', slot: null, image: '', state: 'running' });
});
