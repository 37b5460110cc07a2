using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core;
using Scanner.Inventory;

namespace Scanner.Reports;

/// <summary>Finds out whether a worker leads, by the Leases that a worker would hold.</summary>
internal static class LeadingWorker
{
    private const string DefaultLease = "ephemeral-scanner";

    /// <returns>Why nothing may be written beside it; null when no worker leads, as far as can be told.</returns>
    /// <param name="instances">The installations that reports belong to: each names its Lease.</param>
    public static async Task<string?> FindAsync(
        IApiServerReader cluster, IEnumerable<string> instances, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = instances.Select(Split).OfType<(string Namespace, string Name)>().ToImmutableHashSet();
        foreach (var name in claimed.Select(c => c.Name).Append(DefaultLease).Distinct())
        {
            var leases = new CollectedList<HeldLease>();
            var request = new ListRequest(new ResourcePath("coordination.k8s.io", "v1", "leases")) { FieldSelector = $"metadata.name={name}" };
            var answer = await cluster.ListAsync(request, new HeldLeaseReader(), leases, cancellationToken);
            var problem = answer is ApiAnswer<ListResult>.Ok ? null : answer.Describe();
            if (problem is not null)
            {
                foreach (var (ns, lease) in claimed.Where(c => c.Name == name))
                    problem = await AddAsync(cluster, ns, lease, leases, cancellationToken);
            }

            if (leases.Items.Find(l => l.IsHeld(now)) is { } held)
                return $"a worker leads: {PlainText.OneLine(held.Holder)} holds the Lease {held.Namespace}/{held.Name}, and writes the reports";
            if (problem is not null && claimed.Any(c => c.Name == name))
                return $"there are reports of a worker, and its Lease cannot be read to see whether it leads ({problem})";
        }

        return null;
    }

    /// <returns>Why it could not be read; null when it could, or is not there.</returns>
    private static async Task<string?> AddAsync(
        IApiServerReader cluster, string ns, string name, CollectedList<HeldLease> leases, CancellationToken cancellationToken)
    {
        switch (await cluster.GetAsync(new ResourcePath("coordination.k8s.io", "v1", "leases", ns, name), new HeldLeaseReader(), cancellationToken))
        {
            case ApiAnswer<HeldLease>.Ok { Value: var lease }:
                leases.Add(lease);
                return null;
            case ApiAnswer<HeldLease>.Refused { Status: { Code: 404, IsNotServed: false } }:
                return null;
            case var answer:
                return answer.Describe();
        }
    }

    // As the worker puts them together. Whatever else stands in such a label names no Lease.
    private static (string Namespace, string Name)? Split(string instance) =>
        instance.Split('.', 2) is [var ns, var name] && DnsName.IsLabel(ns) && DnsName.IsSubdomain(name) ? (ns, name) : null;
}
