using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Requests;

/// <summary>The container settings that policies forbid, and the container that violates none.</summary>
public static class ContainerVariants
{
    private const string CompliantImage = "ghcr.io/acme/app:1.2.3";

    private const string Secrets = """
        "env":[{"name":"S","valueFrom":{"secretKeyRef":{"name":"s","key":"k","optional":true}}}],"envFrom":[{"secretRef":{"name":"s","optional":true}}]
        """;

    private static readonly ImmutableArray<(string Field, string Value)> s_restricted =
    [
        ("privileged", "false"),
        ("allowPrivilegeEscalation", "false"),
        ("runAsNonRoot", "true"),
        ("runAsUser", "1500"),
        ("runAsGroup", "1500"),
        ("readOnlyRootFilesystem", "true"),
        ("capabilities", """{"drop":["ALL"]}"""),
        ("seccompProfile", """{"type":"RuntimeDefault"}"""),
    ];

    /// <summary>Satisfies the Restricted standard, and whatever else policies usually ask of a container.</summary>
    public static ContainerVariant Benign { get; } = Secured("benign", "nothing");

    public static ContainerVariant Privileged { get; } =
        Secured("privileged", "privileged containers", ("privileged", "true"), ("allowPrivilegeEscalation", "true"));

    /// <summary>All but the benign one, the most dangerous first.</summary>
    public static ImmutableArray<ContainerVariant> Forbidden { get; } =
    [
        Privileged,
        Secured("capabilities", "added capabilities", ("capabilities", """{"drop":["ALL"],"add":["SYS_ADMIN","NET_RAW","SYS_PTRACE"]}""")),
        Secured("nodrop", "capabilities that are not dropped", ("capabilities", "{}")),
        Secured("root", "root", ("runAsNonRoot", "false"), ("runAsUser", "0")),
        Secured("escalation", "privilege escalation", ("allowPrivilegeEscalation", "true")),
        Secured("writable", "a writable root file system", ("readOnlyRootFilesystem", "false")),
        Secured("seccomp", "an unconfined seccomp profile", ("seccompProfile", """{"type":"Unconfined"}""")),
        Secured("selinux", "SELinux options", ("seLinuxOptions", """{"type":"evil_t","user":"evil_u","role":"evil_r"}""")),
        Secured("procmount", "an unmasked /proc", ("procMount", "\"Unmasked\"")),
        Secured("apparmor", "an unconfined AppArmor profile", ("appArmorProfile", """{"type":"Unconfined"}""")),
        Secured("windows", "host processes of Windows", ("windowsOptions", """{"hostProcess":true}""")),
        new("bare", "containers without a security context", Container(CompliantImage, "Always", "")),
        OfImage("latest", "the tag latest", "ghcr.io/acme/app:latest"),
        OfImage("registry", "foreign registries", "evil.example.com/x:1"),
        new("pull", "images that are never pulled", Container(CompliantImage, "Never", Context([]))),
        new("env", "secrets in the environment", Container(CompliantImage, "Always", Context([]), Secrets)),
        OfImage("digest", "images without tag and digest", "ghcr.io/acme/app"),
        new("interactive", "stdin and a terminal", Container(CompliantImage, "Always", Context([]), "\"stdin\":true,\"tty\":true")),
    ];

    private static ContainerVariant Secured(string name, string forbidden, params ReadOnlySpan<(string Field, string Value)> changes) =>
        new(name, forbidden, Container(CompliantImage, "Always", Context(changes)));

    private static ContainerVariant OfImage(string name, string forbidden, string image) => new(name, forbidden, Container(image, "Always", Context([])));

    /// <summary>The restricted fields, each with its change if there is one, and the changes that are fields of their own.</summary>
    private static string Context(ReadOnlySpan<(string Field, string Value)> changes)
    {
        var fields = s_restricted.ToList();
        foreach (var change in changes)
        {
            if (fields.FindIndex(f => f.Field == change.Field) is var index and >= 0)
                fields[index] = change;
            else
                fields.Add(change);
        }

        return $"\"securityContext\":{{{string.Join(',', fields.Select(f => $"\"{f.Field}\":{f.Value}"))}}}";
    }

    private static JsonElement Container(string image, string pullPolicy, params ReadOnlySpan<string> more)
    {
        var fields = $"\"name\":\"x\",\"image\":\"{image}\",\"imagePullPolicy\":\"{pullPolicy}\"";
        foreach (var part in more)
            fields += part.Length > 0 ? "," + part : "";
        using var document = JsonDocument.Parse($"{{{fields}}}");
        return document.RootElement.Clone();
    }
}
