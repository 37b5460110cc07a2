using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Reports;

namespace Scanner.Worker.Reports;

/// <summary>What is to be said of one namespace, or of the cluster, and how far that has come. Belongs to the publisher's loop.</summary>
/// <param name="key">The namespace; empty for the cluster.</param>
internal sealed class ReportState(string key)
{
    public string Key { get; } = key;

    public string? Namespace => Key.Length == 0 ? null : Key;

    public string Where => Namespace is { } ns ? $"namespace {ns}" : "the cluster";

    /// <summary>What was taken last; null for the cluster, and of a namespace that left the scope.</summary>
    public NamespacePosture? Posture { get; set; }

    /// <summary>Worst first; kept while it waits to be written, for the cluster always.</summary>
    public ImmutableArray<Finding> Findings { get; set; } = [];

    /// <summary>Of the cluster only.</summary>
    public ImmutableArray<ScanError> Errors { get; set; } = [];

    /// <summary>When its findings were first seen; default before its first report.</summary>
    public ImmutableArray<SeenFinding> Seen { get; set; }

    /// <summary>Results that the server takes at most.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>What the server made of what was written, where that is something else: it would do so again.</summary>
    public (ulong Wanted, ulong Stored)? Settled { get; set; }

    /// <summary>Attempts that failed one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>When it is to be looked at, on the worker's clock; null when it does not wait.</summary>
    public TimeSpan? Due { get; set; }

    /// <summary>It is being written.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>The server is to be left alone with it until then.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>The number of the look at a snapshot in which it was there last.</summary>
    public long Look { get; set; }

    /// <summary>The last attempt was refused with these words.</summary>
    public string Refusal { get; set; } = "";
}
