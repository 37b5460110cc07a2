using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>A container's securityContext as API validation prints it: JSON of the internal type, a Go struct on older servers.</summary>
internal static class SecurityContextText
{
    /// <summary>Stands for the addresses that Go prints for pointers; they differ from call to call.</summary>
    private const string Address = "0xc000000000";

    private static readonly (string Field, string Name, string Type)[] Fields =
    [
        ("capabilities", "Capabilities", "core.Capabilities"),
        ("privileged", "Privileged", "bool"),
        ("seLinuxOptions", "SELinuxOptions", "core.SELinuxOptions"),
        ("windowsOptions", "WindowsOptions", "core.WindowsSecurityContextOptions"),
        ("runAsUser", "RunAsUser", "int64"),
        ("runAsGroup", "RunAsGroup", "int64"),
        ("runAsNonRoot", "RunAsNonRoot", "bool"),
        ("readOnlyRootFilesystem", "ReadOnlyRootFilesystem", "bool"),
        ("allowPrivilegeEscalation", "AllowPrivilegeEscalation", "bool"),
        ("procMount", "ProcMount", "core.ProcMountType"),
        ("seccompProfile", "SeccompProfile", "core.SeccompProfile"),
        ("appArmorProfile", "AppArmorProfile", "core.AppArmorProfile"),
    ];

    public static string Print(JsonObject securityContext, KubernetesVersion version)
    {
        var fields = version >= KubernetesVersion.V1_30 ? Fields : Fields.SkipLast(1);
        return version >= KubernetesVersion.V1_36
            ? "{" + string.Join(',', fields.Select(f => $"\"{f.Name}\":{Json(f.Field, securityContext[f.Field])}")) + "}"
            : "core.SecurityContext{" + string.Join(", ", fields.Select(f => $"{f.Name}:{Go(f.Type, securityContext[f.Field])}")) + "}";
    }

    private static string Go(string type, JsonNode? value) => value switch
    {
        null => $"(*{type})(nil)",
        _ => $"(*{type})({Address})",
    };

    private static string Json(string field, JsonNode? value)
    {
        if (value is not JsonObject obj)
            return value?.ToJsonString() ?? "null";
        return field switch
        {
            "capabilities" => $$"""{"Add":{{Raw(obj, "add")}},"Drop":{{Raw(obj, "drop")}}}""",
            "seLinuxOptions" => $$"""{"User":{{Text(obj, "user")}},"Role":{{Text(obj, "role")}},"Type":{{Text(obj, "type")}},"Level":{{Text(obj, "level")}}}""",
            "windowsOptions" => $$"""{"GMSACredentialSpecName":{{Raw(obj, "gmsaCredentialSpecName")}},"GMSACredentialSpec":{{Raw(obj, "gmsaCredentialSpec")}},"RunAsUserName":{{Raw(obj, "runAsUserName")}},"HostProcess":{{Raw(obj, "hostProcess")}}}""",
            _ => $$"""{"Type":{{Text(obj, "type")}},"LocalhostProfile":{{Raw(obj, "localhostProfile")}}}""",
        };
    }

    private static string Raw(JsonObject obj, string field) => obj[field]?.ToJsonString() ?? "null";

    private static string Text(JsonObject obj, string field) => JsonValue.Create(obj.Text(field) ?? "").ToJsonString();
}
