using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.PodSecurity;

/// <summary>The pod that an object is or makes, as the controls read it.</summary>
internal sealed record PodView(CelValue? Metadata, CelValue? Spec)
{
    private static readonly string[] s_kinds = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Null for an object that makes no pods.</summary>
    public static PodView? Of(CelValue? resource, string kind) => kind switch
    {
        "Pod" => At(resource),
        "DaemonSet" or "Deployment" or "Job" or "StatefulSet" or "ReplicaSet" or "ReplicationController" => At(Tree.Get(resource, "spec", "template")),
        "CronJob" => At(Tree.Get(resource, "spec", "jobTemplate", "spec", "template")),
        _ => null,
    };

    public bool IsWindows => Tree.Text(Spec, "os", "name") == "windows";

    public CelValue? SecurityContext => Tree.Get(Spec, "securityContext");

    /// <summary>Init containers first, ephemeral ones last, each with its path.</summary>
    public IEnumerable<(string Path, string Name, CelValue? Context, CelValue Container)> Containers =>
        from kind in s_kinds
        from item in Tree.Items(Spec, kind).Select((c, i) => (Container: c, Path: $"spec.{kind}[{i}]"))
        select (item.Path, Tree.Text(item.Container, "name"), Tree.Get(item.Container, "securityContext"), item.Container);

    /// <summary>The same pod with other containers.</summary>
    public PodView With(Func<CelValue, bool> keeps)
    {
        var spec = Tree.With(Spec, ("securityContext", null), ("volumes", null), ("hostNetwork", null), ("hostPID", null), ("hostIPC", null), ("os", null));
        foreach (var kind in s_kinds)
            spec = Tree.With(spec, (kind, new CelList([.. Tree.Items(Spec, kind).Where(keeps)])));
        return new PodView(null, spec);
    }

    /// <summary>The same pod with one container that sets nothing in the place of its own.</summary>
    public PodView WithoutContainers()
    {
        var empty = new CelList([Tree.Of([("name", new CelString("fake"))])]);
        return this with { Spec = Tree.With(Spec, ("containers", empty), ("initContainers", null), ("ephemeralContainers", null)) };
    }

    private static PodView At(CelValue? template) => new(Tree.Get(template, "metadata"), Tree.Get(template, "spec"));
}
