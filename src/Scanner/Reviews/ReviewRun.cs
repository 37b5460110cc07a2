using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core;
using Scanner.Inventory.Files;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Publishing.PolicyReviews;
using Scanner.Sessions;
using Scanner.Usage;

namespace Scanner.Reviews;

/// <summary>Gathers the policies and the request that a user means, and has the policies decide.</summary>
/// <param name="standardInput">Opens what <c>-</c> stands for.</param>
internal sealed class ReviewRun(ReviewQuestion question, Func<Stream> standardInput)
{
    private readonly WholeObjects _files = new();
    private LiveObjects? _live;

    /// <param name="connect">Called only where something of a cluster is needed.</param>
    /// <param name="asked">The user names a cluster.</param>
    /// <exception cref="UsageException">A file is not there or holds something else, or there is no such pod.</exception>
    public async Task<ReviewResult> RunAsync(Func<CancellationToken, Task<ClusterSession>> connect, bool asked, CancellationToken cancellationToken)
    {
        OfflineReader.Read("--from", question.From, standardInput, _files, cancellationToken);
        var given = question.Request is null ? null : ReadRequest(question.Request, cancellationToken);
        var (pod, podName) = question.Pod is null ? (null, null) : ReadPod(question.Pod, cancellationToken);
        var container = question.Container is { } file ? LoneDocument.Read("--container", file, "a container", standardInput, cancellationToken) : (JsonElement?)null;
        if (question.From.IsEmpty || asked || podName is not null)
        {
            using var session = await connect(cancellationToken);
            var ns = given?.Namespace ?? podName?.Namespace ?? NamespaceOf(pod);
            _live = await LiveObjects.GatherAsync(session.Client, ns, podName?.Name, cancellationToken);
            if (podName is { } name)
                pod = _live.Pod ?? throw new UsageException($"--pod {name.Namespace}/{name.Name}: {_live.PodProblem}");
        }

        return PolicyReview.Run(given ?? MakeRequest(pod, container), given is null ? Describe() : "", Objects(), _live?.Minor ?? PolicyEngines.NewestMinor, _live is not null, Errors());
    }

    private AdmissionRequest ReadRequest(string path, CancellationToken cancellationToken)
    {
        var request = LoneDocument.Read("--request", path, "a request", standardInput, cancellationToken);
        JsonElement? old = question.Old is { } file ? LoneDocument.Read("--old", file, "the object as it was", standardInput, cancellationToken) : null;
        return GivenRequest.Read(request, PlainText.OneLine(path), question.Operation, old);
    }

    /// <returns>The pod, or the name of one that only a cluster can show.</returns>
    private (JsonElement? Pod, (string Namespace, string Name)? Named) ReadPod(string text, CancellationToken cancellationToken)
    {
        if (text == "-" || File.Exists(text) || Directory.Exists(text))
            return (Checked(LoneDocument.Read("--pod", text, "a pod", standardInput, cancellationToken), text), null);
        if (text.Split('/') is not [var ns, var name] || !DnsName.IsLabel(ns) || !DnsName.IsSubdomain(name))
            throw new UsageException($"--pod {PlainText.OneLine(text)}: there is no such file, and it is no NAMESPACE/POD, as in payments/web-0");
        var found = _files.All.Where(o => MatchReader.Text(o, "kind") == "Pod" && Metadata(o, "namespace") == ns && Metadata(o, "name") == name);
        return found.Any() ? (found.First(), null) : (null, (ns, name));
    }

    private static JsonElement Checked(JsonElement pod, string path) => MatchReader.Text(pod, "kind") == "Pod"
        ? pod
        : throw new UsageException($"--pod {PlainText.OneLine(path)}: holds no Pod but {(MatchReader.Text(pod, "kind") is { Length: > 0 } kind ? $"a {PlainText.OneLine(kind)}" : "something without a kind")}");

    private string NamespaceOf(JsonElement? pod) => pod is { } item && Metadata(item, "namespace") is { Length: > 0 } ns ? ns : question.Namespace;

    private static string Metadata(JsonElement item, string field) => MatchReader.Text(MatchReader.Child(item, "metadata"), field);

    private AdmissionRequest MakeRequest(JsonElement? pod, JsonElement? container) => PodRequests.Make(
        pod is { } given ? ReviewPod.Complete(given, question.Namespace) : MadeUpPod.In(question.Namespace),
        container is { } custom ? ReviewContainer.Complete(custom) : ReviewContainer.Of(question.Profile),
        question.IsRegular ? RequestChannel.Regular : RequestChannel.Ephemeral,
        ImmutableDictionary<string, string>.Empty,
        GivenRequest.DefaultUser);

    private string Describe()
    {
        var channel = question.IsRegular ? "a regular container" : "an ephemeral container";
        return question.Container is { } file ? $"{channel} from {file}" : $"{channel} of profile {question.Profile.ToString().ToLowerInvariant()}";
    }

    /// <summary>Those of files stand in the place of the cluster's own.</summary>
    private PolicyObjects Objects()
    {
        if (_live is not { } live)
            return new PolicyObjects(_files.All);
        foreach (var item in live.Objects)
            _files.AddIfAbsent(item);
        return new PolicyObjects(_files.All, live.Policies.IsWhole, live.Policies.AreParametersWhole);
    }

    private ImmutableArray<string> Errors() =>
    [
        .. _files.Problems.Select(p => $"{p.Place}: {p.Text}"),
        .. _live?.Errors ?? [],
        .. _live is null && _files.All.Count == 0 && _files.Problems.IsEmpty ? ["the input holds no Kubernetes object, so there is no policy to ask"] : (string[])[],
    ];
}
