using System.Globalization;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.SimulatedTime.Replicas;

namespace Scanner.SimulatedTime.Checks;

/// <summary>Looks at everything that is sent: who probes must lead, and nobody else may.</summary>
internal sealed class Probes(Func<Scene> scene)
{
    private readonly Dictionary<Replica, Leases> _leases = [];

    // Who wrote the Lease last, as the server had it.
    private Replica? _holder;

    /// <summary>What was sent that must not be.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>When a namespace was probed last.</summary>
    public Dictionary<string, TimeSpan> Last { get; } = [];

    public int Sent { get; private set; }

    /// <summary>The bytes of a request leave.</summary>
    public void Sending(Replica sender, HttpRequestMessage request)
    {
        var (path, query) = (request.RequestUri!.AbsolutePath, request.RequestUri.Query);
        scene().Story.Note($"{sender.User} {request.Method} {path}{query}");
        if (request.Method == HttpMethod.Get || Leases.IsLease(request))
            return;
        LookAtLeaders(sender, request);
        if (IsEvent(request) || IsFenceCheck(request))
            return;
        Sent++;
        if (scene().Cluster.Fence.IsThere && sender.Fence.State == FenceState.NotFenced)
            Tell(sender, request, "though it knows that there is no fence");
        if (!query.Contains("dryRun=All", StringComparison.Ordinal))
            Tell(sender, request, "which would be stored");
        if (request.Method == HttpMethod.Patch)
            Last[path.Split('/')[4]] = scene().World.Now;
    }

    /// <summary>The server has handled a request.</summary>
    /// <param name="sent">When its bytes left.</param>
    public void Handled(Replica sender, HttpRequestMessage request, HttpResponseMessage response, TimeSpan sent)
    {
        if (request.Method == HttpMethod.Get || !Leases.IsLease(request) || !response.IsSuccessStatusCode)
            return;
        var leases = _leases.TryGetValue(sender, out var known) ? known : _leases[sender] = new Leases();
        if (leases.Wrote(request, sent, scene().Cluster.Server.Store) is { } holds)
            _holder = holds ? sender : null;
    }

    private static bool IsEvent(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.StartsWith("/apis/events.k8s.io/v1/namespaces/default/events", StringComparison.Ordinal);

    // The one write to pods that is no dry run, and changes nothing.
    private static bool IsFenceCheck(HttpRequestMessage request) => request.Content is EmptyPatchContent;

    private void LookAtLeaders(Replica sender, HttpRequestMessage request)
    {
        if (sender.IsPaused)
            Tell(sender, request, "while it stood still: the harness is wrong");
        if (!sender.Leads)
            Tell(sender, request, "and does not lead");
        foreach (var other in scene().Replicas.Where(r => r != sender && r.Leads))
            Tell(sender, request, $"while {other.User} leads too");
        if (!sender.Elects)
            return;
        // By the writes alone, whatever the replicas say of themselves.
        if (_holder != sender)
            Tell(sender, request, $"and {_holder?.User ?? "nobody"} has the lease");
        else if (scene().World.Now - _leases[sender].Renewed is var age && age > Leases.Term)
            Tell(sender, request, $"{age} after its last renewal");
    }

    private void Tell(Replica sender, HttpRequestMessage request, string what) => Violations.Add(
        $"{scene().World.Now.ToString("c", CultureInfo.InvariantCulture)} {sender.User} sent {request.Method} {request.RequestUri!.PathAndQuery} {what}");
}
