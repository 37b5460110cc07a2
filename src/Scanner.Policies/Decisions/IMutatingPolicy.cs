using Scanner.Policies.Requests;

namespace Scanner.Policies.Decisions;

/// <summary>A policy that changes objects before others judge them, compiled once a generation.</summary>
public interface IMutatingPolicy
{
    PolicyIdentity Identity { get; }

    /// <summary>What the policy would make of the object of a request. Never throws.</summary>
    MutationOutcome Mutate(AdmissionRequest request);
}
