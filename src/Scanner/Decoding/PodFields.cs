using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Field numbers and names of what is read of a pod, from generated.proto of core/v1 and meta/v1 (Kubernetes 1.36).</summary>
internal static class PodFields
{
    public const int Metadata = 1;
    public const int Spec = 2;
    public const int Status = 3;

    public static readonly FieldTable Pod = new((Metadata, "metadata"), (Spec, "spec"), (Status, "status"));

    public static readonly FieldTable ObjectMeta = new(
        maps: [11, 12],
        (1, "name"),
        (3, "namespace"),
        (9, "deletionTimestamp"),
        (11, "labels"),
        (12, "annotations"),
        (13, "ownerReferences"));

    public static readonly FieldTable ObjectMetaHistory = new((17, "managedFields"));

    public static readonly FieldTable ManagedFieldsEntry = new((1, "manager"), (4, "time"), (7, "fieldsV1"));

    public static readonly FieldTable OwnerReference = new((1, "kind"), (3, "name"), (6, "controller"));

    public static readonly FieldTable PodSpec = new(
        maps: [7],
        (1, "volumes"),
        (2, "containers"),
        (7, "nodeSelector"),
        (11, "hostNetwork"),
        (12, "hostPID"),
        (13, "hostIPC"),
        (14, "securityContext"),
        (20, "initContainers"),
        (34, "ephemeralContainers"),
        (36, "os"),
        (37, "hostUsers"));

    public static readonly FieldTable PodOs = new((1, "name"));

    public static readonly FieldTable PodStatus = new((1, "phase"), (13, "ephemeralContainerStatuses"));

    public static readonly FieldTable Container = new((1, "name"), (2, "image"), (6, "ports"), (15, "securityContext"));

    /// <summary>
    /// Protobuf keeps what an ephemeral container shares with others in a message of its own, which JSON inlines:
    /// there its fields appear with <see cref="InlineOffset"/> added.
    /// </summary>
    public static readonly FieldTable EphemeralContainer = new(
        (1, "\0common"),
        (2, "targetContainerName"),
        (InlineOffset + 1, "name"),
        (InlineOffset + 2, "image"),
        (InlineOffset + 15, "securityContext"));

    public const int InlineOffset = 64;

    public static readonly FieldTable ContainerPort = new((2, "hostPort"));

    public static readonly FieldTable SecurityContext = new(
        (1, "capabilities"),
        (2, "privileged"),
        (3, "seLinuxOptions"),
        (4, "runAsUser"),
        (5, "runAsNonRoot"),
        (7, "allowPrivilegeEscalation"),
        (9, "procMount"),
        (10, "windowsOptions"),
        (11, "seccompProfile"),
        (12, "appArmorProfile"));

    public static readonly FieldTable PodSecurityContext = new(
        (1, "seLinuxOptions"),
        (2, "runAsUser"),
        (3, "runAsNonRoot"),
        (7, "sysctls"),
        (8, "windowsOptions"),
        (10, "seccompProfile"),
        (11, "appArmorProfile"));

    public static readonly FieldTable Capabilities = new((1, "add"), (2, "drop"));

    public static readonly FieldTable SeLinuxOptions = new((1, "user"), (2, "role"), (3, "type"));

    /// <summary>Of <c>seccompProfile</c> and <c>appArmorProfile</c>.</summary>
    public static readonly FieldTable ProfileType = new((1, "type"));

    public static readonly FieldTable WindowsOptions = new((4, "hostProcess"));

    public static readonly FieldTable Sysctl = new((1, "name"));

    public static readonly FieldTable ContainerStatus = new((1, "name"), (2, "state"));

    public static readonly FieldTable ContainerState = new((1, "waiting"), (2, "running"), (3, "terminated"));

    public static readonly FieldTable StateRunning = new((1, "startedAt"));

    public static readonly FieldTable StateTerminated = new((5, "startedAt"), (6, "finishedAt"));
}
