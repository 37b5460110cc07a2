using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Gatekeeper;

/// <summary>The code of a template, in either language.</summary>
internal interface ITemplateProgram
{
    /// <summary>What its code may read of the namespace and of the metadata of a pod.</summary>
    MetadataReads Reads { get; }

    /// <returns>A denial for each violation, or a failure, or what the answer depends on; empty where nothing is violated.</returns>
    ImmutableArray<PolicyDecision> Evaluate(Constraint constraint, Review review);
}
