using Scanner.Policies.Requests;

namespace Scanner.Policies.Decisions;

/// <summary>A policy that changes objects before anything is validated.</summary>
public interface IMutatingPolicy : IPolicy
{
    /// <summary>What becomes of the object of a request. Never throws, as <see cref="IPolicy.Decide"/>.</summary>
    Mutation Mutate(AdmissionRequest request);
}
