using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.PodSecurity;

/// <summary>
/// <c>exclude</c> of a podSecurity rule and <c>podSecurity</c> of an exception: controls, images, fields and values that are let through.
/// Source: pkg/pss/evaluate.go.
/// </summary>
internal static class Exclusions
{
    private static readonly Regex s_index = new(@"\d+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Dictionary<string, string[]> s_controls = new()
    {
        ["Capabilities"] = ["capabilities_baseline", "capabilities_restricted"],
        ["Seccomp"] = ["seccompProfile_baseline", "seccompProfile_restricted"],
        ["Privileged Containers"] = ["privileged"],
        ["Host Ports"] = ["hostPorts"],
        ["/proc Mount Type"] = ["procMount"],
        ["HostProcess"] = ["windowsHostProcess"],
        ["SELinux"] = ["seLinuxOptions"],
        ["Host Namespaces"] = ["hostNamespaces"],
        ["HostPath Volumes"] = ["hostPathVolumes"],
        ["Sysctls"] = ["sysctls"],
        ["AppArmor"] = ["appArmorProfile"],
        ["Privilege Escalation"] = ["allowPrivilegeEscalation"],
        ["Running as Non-root"] = ["runAsNonRoot"],
        ["Running as Non-root user"] = ["runAsUser"],
        ["Volume Types"] = ["restrictedVolumes"],
    };

    public static List<ControlResult> Apply(List<ControlResult> results, IEnumerable<CelValue> excludes, PodView pod, bool isRestricted, int minor)
    {
        foreach (var exclude in excludes)
        {
            var images = Tree.Texts(exclude, "images");
            var excluded = images.IsEmpty ? pod.WithoutContainers() : pod.With(c => images.Any(i => Wildcard.Matches(i, Tree.Text(c, "image"))));
            var ids = s_controls.GetValueOrDefault(Tree.Text(exclude, "controlName"), []);
            foreach (var violation in Controls.Evaluate(excluded, isRestricted, minor).Where(v => ids.Contains(v.Id)))
            {
                foreach (var error in violation.Errors ?? [])
                {
                    if (IsMeant(exclude, error))
                        results = Without(results, violation.Id, NameOf(error, images.IsEmpty ? null : excluded), images.IsEmpty ? null : pod);
                }
            }
        }

        return results;
    }

    private static bool IsMeant(CelValue exclude, FieldError error)
    {
        var field = Tree.Text(exclude, "restrictedField");
        var values = Tree.Texts(exclude, "values");
        return (field.Length == 0 || field == Pattern(error.Path))
            && (values.IsEmpty || Array.TrueForAll(error.Values, bad => values.Any(v => Wildcard.Matches(v, bad))));
    }

    /// <summary>The first violation of the control in the same field, and of the same container where images are named.</summary>
    private static List<ControlResult> Without(List<ControlResult> results, string id, (string Field, string Container) named, PodView? pod)
    {
        var at = results.FindIndex(r => r.Id == id);
        if (at < 0 || results[at].Errors is not { } errors)
            return results;
        var index = errors.ToList().FindIndex(e => NameOf(e, pod) == named);
        if (index < 0)
            return results;
        var left = results[at] with { Errors = errors.RemoveAt(index) };
        return left.Errors is { IsEmpty: true }
            ? [.. results.Where(r => r.Id != id)]
            : [.. results.Select(r => r.Id == id ? left : r)];
    }

    /// <param name="pod">Whose containers the path counts; null where the container does not matter.</param>
    private static (string Field, string Container) NameOf(FieldError error, PodView? pod)
    {
        var container = pod?.Containers.FirstOrDefault(c => error.Path.StartsWith(c.Path + ".", StringComparison.Ordinal)).Name ?? "";
        return (Pattern(error.Path), container);
    }

    private static string Pattern(string path) => s_index.Replace(path, "*");
}
