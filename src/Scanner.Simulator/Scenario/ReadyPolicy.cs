using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Admission.Policies;

namespace Scanner.Simulator.Scenario;

/// <summary>
/// The admission policy that the scanner gives out ready to apply. Each of its expressions is told by the field that it reads. The
/// expressions themselves only a real server evaluates, which the integration suite holds to the same cases.
/// </summary>
internal static class ReadyPolicy
{
    public const string Name = "deny-privileged-ephemeral-containers";

    private static readonly string[] s_capabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    private static readonly (string Reads, Func<JsonObject?, bool> Holds)[] s_rules =
    [
        ("privileged", c => c.Flag("privileged") != true),
        ("capabilities", c => c.Object("capabilities").Texts("add").All(s_capabilities.Contains)),
        ("hostProcess", c => c.Object("windowsOptions").Flag("hostProcess") != true),
        ("procMount", c => (c.Text("procMount") ?? "Default") == "Default"),
        ("seccompProfile", c => c.Object("seccompProfile").Text("type") != "Unconfined" && c.Object("appArmorProfile").Text("type") != "Unconfined"),
        ("seLinuxOptions", c => IsPlain(c.Object("seLinuxOptions"))),
    ];

    public static CelValue Evaluate(CelContext context)
    {
        if (Array.Find(s_rules, r => context.Expression.Contains("." + r.Reads, StringComparison.Ordinal) || context.Expression.Contains(".?" + r.Reads, StringComparison.Ordinal)) is not { Holds: { } holds })
            return CelValue.Error("no function is registered for this expression");
        var before = context.Request.OldObject.Object("spec").Objects("ephemeralContainers").Select(c => c.Text("name")).ToHashSet();
        var added = context.Request.Object.Object("spec").Objects("ephemeralContainers").Where(c => !before.Contains(c.Text("name")));
        return CelValue.Of(added.All(c => holds(c.Object("securityContext"))));
    }

    private static bool IsPlain(JsonObject? options) =>
        string.IsNullOrEmpty(options.Text("user")) && string.IsNullOrEmpty(options.Text("role"))
        && (options.Text("type") ?? "") is ("" or "container_t" or "container_init_t" or "container_kvm_t" or "container_engine_t");
}
