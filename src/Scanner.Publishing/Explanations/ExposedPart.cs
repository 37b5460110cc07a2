using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Explanations;

/// <summary>Who can add an ephemeral container in the namespace, and which are there already.</summary>
internal static class ExposedPart
{
    private const int Most = 12;

    public static void Write(NamespacePosture ns, ScanResult result, Page page)
    {
        page.Head("Who can add an ephemeral container here");
        if (result.Rbac is { } rbac)
            WriteSubjects(ns.Name, rbac, page);
        else
            page.Say("Nobody looked at roles and bindings.");
        var there = result.EphemeralContainers.Where(c => c.Namespace == ns.Name).ToList();
        if (there.Count == 0)
            return;
        page.Head("Ephemeral containers that are there now");
        foreach (var record in there.Take(Most))
            page.Say($"{record.Pod}/{record.Container.Name}: {record.Container.State}, {(record.Container.Privileged ? "privileged" : $"at level {record.Container.PodSecurityLevel.ToString().ToLowerInvariant()}")}");
        WriteMore(there.Count, Command.Of("scanner", "scan", "-n", ns.Name, "--all"), page);
    }

    private static void WriteSubjects(string ns, RbacPosture rbac, Page page)
    {
        var subjects = rbac.Subjects.Values.Where(s => !s.System && GrantsIn(ns, s).Any()).OrderByDescending(s => s.Risk).ToList();
        foreach (var subject in subjects.Take(Most))
        {
            var grants = GrantsIn(ns, subject).ToList();
            page.Say($"{subject.Subject}, by {string.Join(" and ", grants.Take(2).Select(By))}{(grants.Count > 2 ? $" and {grants.Count - 2} more" : "")}");
        }

        WriteMore(subjects.Count, Command.Of("scanner", "rbac", "-n", ns), page);
        if (subjects.Count == 0)
            page.Say(rbac.IsWhole ? "Nobody outside the control plane." : "Nobody outside the control plane is known to, but not every role and binding could be read.");
    }

    private static IEnumerable<RbacGrant> GrantsIn(string ns, RbacSubject subject) =>
        subject.Grants.Where(g => !g.IsVoid && (g.Namespace is null || g.Namespace == ns));

    private static string By(RbacGrant grant) =>
        $"{grant.BindingText} with {grant.RoleText}{(grant.Pods is { } pods ? $", pods {string.Join(", ", pods.Take(3))}{(pods.Length > 3 ? " and more" : "")} only" : "")}";

    private static void WriteMore(int count, Command all, Page page)
    {
        if (count <= Most)
            return;
        page.Say($"and {count - Most} more:");
        page.Run(all, "    ");
    }
}
