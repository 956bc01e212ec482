/**
 * Who may read a value of a spec. Two questions, because a record that keeps digests must keep the rest readable: what
 * is shown to everybody is a list of harmless fields, and what is stored as a digest is a list of fields that carry
 * secrets.
 */

/** Fields without secrets, including everything beneath them. */
const HARMLESS = [
  'Name',
  'Labels',
  'Availability',
  'Role',
  'Mode',
  'UpdateConfig',
  'RollbackConfig',
  'EndpointSpec',
  'TaskTemplate.ForceUpdate',
  'TaskTemplate.Runtime',
  'TaskTemplate.Resources',
  'TaskTemplate.RestartPolicy',
  'TaskTemplate.Placement',
  'TaskTemplate.LogDriver.Name',
  ...[
    'Image',
    'Labels',
    'Hostname',
    'User',
    'Groups',
    'Dir',
    'TTY',
    'OpenStdin',
    'ReadOnly',
    'Init',
    'Isolation',
    'StopSignal',
    'StopGracePeriod',
    'Sysctls',
    'CapabilityAdd',
    'CapabilityDrop',
    'Ulimits',
    'OomScoreAdj',
    'DNSConfig',
    'Secrets',
    'Configs',
    'Privileges.SELinuxContext',
    'Privileges.Seccomp.Mode',
    'Privileges.AppArmor',
    'Privileges.NoNewPrivileges',
    'Healthcheck.Interval',
    'Healthcheck.Timeout',
    'Healthcheck.StartPeriod',
    'Healthcheck.StartInterval',
    'Healthcheck.Retries',
  ].map((field) => `TaskTemplate.ContainerSpec.${field}`),
];

/**
 * Fields of list members, whose key people choose: the whole rest after the key has to be one of these, so that no key
 * can make a hidden field look harmless.
 */
const HARMLESS_MEMBERS = [
  /^TaskTemplate\.ContainerSpec\.Mounts(\[.*\])?\.(Type|Source|Target|ReadOnly|Consistency|(BindOptions|TmpfsOptions)\.\w+|VolumeOptions\.(NoCopy|Subpath)|VolumeOptions\.DriverConfig\.Name)$/s,
  /^(TaskTemplate\.)?Networks(\[.*\])?\.(Target|Aliases)$/s,
];

/** Whether the value needs the verb `spec:sensitive`: every field that is not known to be harmless does. */
export const isSensitivePath = (path: string): boolean =>
  !HARMLESS.some((root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`)) &&
  !HARMLESS_MEMBERS.some((pattern) => pattern.test(path));

const SECRET_CARRIERS = [
  /^TaskTemplate\.ContainerSpec\.(Env|Args|Command|Hosts)\b/,
  /^TaskTemplate\.ContainerSpec\.Healthcheck\.Test\b/,
  /^TaskTemplate\.ContainerSpec\.Privileges\.CredentialSpec\b/,
  /^TaskTemplate\.ContainerSpec\.Mounts\b.*\.(DriverConfig|ClusterOptions)\b/s,
  /^TaskTemplate\.LogDriver\.Options\b/,
  /^TaskTemplate\.PluginSpec\.Env\b/,
  /^(TaskTemplate\.)?Networks\b.*\.DriverOpts\b/s,
  // options of a secret's or config's driver
  /^(Driver|Templating)\.Options\b/,
];

/** Fields in which people keep secrets although they should not: what is compared of them is a digest. */
export const carriesSecrets = (path: string): boolean => SECRET_CARRIERS.some((pattern) => pattern.test(path));
