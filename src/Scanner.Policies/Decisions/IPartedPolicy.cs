using System.Collections.Immutable;

namespace Scanner.Policies.Decisions;

/// <summary>A policy whose parts are known apart, as the validations of an admission policy, which reports the first that fails only.</summary>
public interface IPartedPolicy : IPolicy
{
    /// <summary>Each decides as the policy would if it had no other part; empty where there is one.</summary>
    ImmutableArray<IPolicy> Parts { get; }
}
