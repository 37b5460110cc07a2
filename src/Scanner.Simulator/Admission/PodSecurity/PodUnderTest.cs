using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>A pod's metadata and spec as the checks read it: containers of all three kinds, in the order messages name them.</summary>
internal sealed class PodUnderTest
{
    public PodUnderTest(JsonObject? metadata, JsonObject? spec)
    {
        Spec = spec ?? [];
        Annotations = metadata.Map("annotations");
        SecurityContext = Spec.Object("securityContext");
        Containers = [.. Spec.Objects("initContainers"), .. Spec.Objects("containers"), .. Spec.Objects("ephemeralContainers")];
    }

    public JsonObject Spec { get; }

    public IReadOnlyDictionary<string, string> Annotations { get; }

    public JsonObject? SecurityContext { get; }

    public IReadOnlyList<JsonObject> Containers { get; }

    public bool IsWindows => Spec.Object("os").Text("name") == "windows";

    /// <summary>From policy version 1.35 a pod in its own user namespace may run as root.</summary>
    public bool HasUserNamespace => Spec.Flag("hostUsers") == false;

    public static string NameOf(JsonObject container) => container.Text("name") ?? "";

    /// <summary>Names of the containers whose securityContext fails.</summary>
    public IReadOnlyList<string> ContainersWhere(Func<JsonObject?, bool> securityContextFails) =>
        [.. Containers.Where(c => securityContextFails(c.Object("securityContext"))).Select(NameOf)];

    /// <summary><c>pod</c>, <c>container "a"</c> or <c>pod and containers "a", "b"</c>: who set something forbidden.</summary>
    public static string Setters(bool pod, IReadOnlyList<string> containers)
    {
        List<string> setters = [];
        if (pod)
            setters.Add("pod");
        if (containers.Count > 0)
            setters.Add(GoText.Counted("container", "containers", containers));
        return string.Join(" and ", setters);
    }
}
