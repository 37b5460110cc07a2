using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Findings.Exceptions;

namespace Scanner.Core.Posture.Composing;

/// <summary>Runs the rules over one part at a time.</summary>
internal sealed class PartJudge(ScanParts scan)
{
    private readonly RuleContext _context = new(scan.Now, scan.LingerAfter) { HasAdmissionPolicies = scan.Cluster.HasAdmissionPolicies };

    public DateTimeOffset Now => _context.Now;

    /// <summary>When the age of an ephemeral container will be a finding that is none yet; the end of time where it never will.</summary>
    public DateTimeOffset LingersAfter(EphemeralContainerRecord record) =>
        record.Container.Since is { } since && _context.Now - since <= _context.LingerAfter && _context.LingerAfter < DateTimeOffset.MaxValue - since
            ? since + _context.LingerAfter
            : DateTimeOffset.MaxValue;

    public ExceptionMatching Exceptions { get; } = new(scan.Exceptions, scan.Now);

    /// <summary>Judges everything as <paramref name="other"/> does, but for what time alone changes.</summary>
    public bool IsLike(PartJudge other) =>
        (_context.LingerAfter, _context.HasAdmissionPolicies) == (other._context.LingerAfter, other._context.HasAdmissionPolicies)
        && Exceptions.Valid.SequenceEqual(other.Exceptions.Valid);

    public PartFindings Judge<T>(T part) => Mark(RuleCatalog.Evaluate(part, _context));

    public PartFindings Judge(JudgedNamespace ns, IEnumerable<EphemeralContainerRecord> containers) =>
        Mark(RuleCatalog.Evaluate(ns, _context).Concat(containers.SelectMany(c => RuleCatalog.Evaluate(c, _context))));

    private PartFindings Mark(IEnumerable<Finding> findings)
    {
        var used = new HashSet<ExceptionEntry>();
        PartFindings marked = new([.. findings.Select(f => Exceptions.Apply(f, used))], [.. used]);
        return marked.Findings.IsEmpty ? PartFindings.None : marked;
    }
}
