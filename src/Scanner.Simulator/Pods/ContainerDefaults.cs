using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>The defaults of one container.</summary>
internal static class ContainerDefaults
{
    public static void Apply(JsonObject container, bool hostNetwork)
    {
        PodDefaults.Missing(container, "imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        PodDefaults.Missing(container, "terminationMessagePath", "/dev/termination-log");
        PodDefaults.Missing(container, "terminationMessagePolicy", "File");
        if (container.Object("resources") is null)
            container["resources"] = new JsonObject();
        foreach (var port in container.Objects("ports"))
        {
            PodDefaults.Missing(port, "protocol", "TCP");
            if (hostNetwork && port.Number("containerPort") is { } number)
                PodDefaults.Missing(port, "hostPort", number);
        }

        foreach (var variable in container.Objects("env"))
        {
            if (variable.Object("valueFrom").Object("fieldRef") is { } reference)
                PodDefaults.Missing(reference, "apiVersion", "v1");
        }

        foreach (var probe in new[] { "livenessProbe", "readinessProbe", "startupProbe" }.Select(p => container.Object(p)).OfType<JsonObject>())
            DefaultProbe(probe);
        DefaultHttpGet(container.Object("lifecycle").Object("postStart").Object("httpGet"));
        DefaultHttpGet(container.Object("lifecycle").Object("preStop").Object("httpGet"));
    }

    public static void CopyLimitsToRequests(JsonObject container)
    {
        if (container.Object("resources") is not { } resources)
            return;
        foreach (var (resource, limit) in resources.Map("limits"))
        {
            if (resources.Object("requests") is null)
                resources["requests"] = new JsonObject();
            PodDefaults.Missing(resources.Object("requests")!, resource, limit);
        }
    }

    private static void DefaultProbe(JsonObject probe)
    {
        PodDefaults.Missing(probe, "timeoutSeconds", 1L);
        PodDefaults.Missing(probe, "periodSeconds", 10L);
        PodDefaults.Missing(probe, "successThreshold", 1L);
        PodDefaults.Missing(probe, "failureThreshold", 3L);
        DefaultHttpGet(probe.Object("httpGet"));
        if (probe.Object("grpc") is { } grpc)
            PodDefaults.Missing(grpc, "service", "");
    }

    private static void DefaultHttpGet(JsonObject? httpGet)
    {
        if (httpGet is null)
            return;
        PodDefaults.Missing(httpGet, "path", "/");
        PodDefaults.Missing(httpGet, "scheme", "HTTP");
    }

    /// <summary>An image without tag and digest is <c>latest</c>.</summary>
    private static bool IsLatest(string image)
    {
        var name = image.AsSpan(image.LastIndexOf('/') + 1);
        if (name.Contains('@'))
            return false;
        var colon = name.LastIndexOf(':');
        return colon < 0 || name[(colon + 1)..].SequenceEqual("latest");
    }
}
