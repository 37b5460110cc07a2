using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Scenario;
using Scanner.Simulator.Schemas;
using Scanner.Simulator.Tests.Admission;

namespace Scanner.Simulator.Tests.Scenario;

/// <summary>The sample cluster's pods and one dry run at a time through defaults, admission and API validation, without a server around it.</summary>
internal sealed class PodPipeline
{
    private readonly FakeCluster _cluster = new();
    private readonly PodStrategy _strategy;
    private readonly AdmissionChain _chain;

    public PodPipeline(KubernetesVersion version, ScenarioOptions options)
    {
        _strategy = new PodStrategy(version);
        _chain = new AdmissionChain(
            _cluster, SampleCluster.Register(new AdmissionPlugins { BetaAdmissionPolicies = options.AdmissionPolicies == "v1beta1" }), version);
        foreach (var obj in SampleCluster.Manifests(options))
        {
            if (obj.Text("kind") == "Pod")
                _strategy.Default(obj);
            _cluster.Add(obj);
        }

        foreach (var step in SampleCluster.Steps.Where(s => s.Body is not null))
        {
            var target = Find(step.Path)!;
            var merged = StrategicMergePatch.Apply(target, step.Body!, TypeTable.Find("", "v1", target.Text("kind")!)!);
            target.Clear();
            foreach (var (field, value) in merged)
                target[field] = value?.DeepClone();
            if (target.Text("kind") == "Pod")
                _strategy.Default(target);
        }
    }

    /// <summary>The answer in the form of <see cref="RecordedExchange.Comparable"/>.</summary>
    public async Task<string> SendAsync(RecordedExchange exchange)
    {
        var body = (JsonObject)exchange.Request["body"]!.DeepClone();
        var ns = exchange.Path.Split('/')[4];
        var old = exchange.Method == "POST" ? null : Find(exchange.Path)!;
        JsonObject pod;
        if (old is null)
        {
            pod = body;
            pod["metadata"]!["name"] = "probe-aaaaa";
        }
        else
        {
            pod = (JsonObject)old.DeepClone();
            if (exchange.Method == "PATCH")
                pod = StrategicMergePatch.Apply(pod, body, TypeTable.Named("core.v1.Pod"));
            else
                pod["spec"] = body["spec"]!.DeepClone();
        }

        _strategy.Default(pod);
        var subresource = Parts(exchange.Path).ElementAtOrDefault(7) ?? "";
        var request = new AdmissionRequest(
            old is null ? "CREATE" : "UPDATE", "", "v1", "pods", subresource, "Pod", ns, pod["metadata"]!["name"]!.GetValue<string>(), pod, old, new UserInfo("admin", []), DryRun: true);
        var outcome = await JudgeAsync(request);
        return RecordedExchange.Comparable(
            outcome.Refusal?.Code ?? (old is null ? 201 : 200),
            outcome.Refusal?.Body ?? outcome.Object,
            outcome.Warnings.Select(w => $"299 - {GoText.Quote(w)}"));
    }

    private async Task<AdmissionOutcome> JudgeAsync(AdmissionRequest request)
    {
        var mutated = await _chain.MutateAsync(request, CancellationToken.None);
        if (mutated.Refusal is not null)
            return mutated;
        var pod = mutated.Object!;
        if (request.OldObject is { } old)
            _strategy.PrepareForUpdate(pod, old, request.Subresource);
        var invalid = request.OldObject is null ? _strategy.ValidateCreate(pod) : _strategy.ValidateUpdate(pod, request.OldObject, request.Subresource);
        if (invalid is not null)
            return mutated with { Refusal = invalid };
        var validated = await _chain.ValidateAsync(request with { Object = pod }, CancellationToken.None);
        return validated with { Warnings = [.. mutated.Warnings, .. validated.Warnings] };
    }

    private static string[] Parts(string path) => path.Split('?')[0].Split('/');

    private JsonObject? Find(string path) => Parts(path) is { Length: > 6 } parts
        ? _cluster.Get("", "pods", parts[4], parts[6])
        : _cluster.Get("", "namespaces", null, Parts(path)[4]);
}
