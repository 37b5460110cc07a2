using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>What the <c>paramRef</c> of a binding comes to for one request.</summary>
/// <param name="Values">The objects; one that is null where the policy or the binding asks for none.</param>
internal sealed record ParameterSet(ImmutableArray<CelValue> Values)
{
    /// <summary>Of a policy without parameters, or a binding that names none.</summary>
    public static ParameterSet None { get; } = new([CelNull.Value]);

    /// <summary>What may not be read or was not given, so that it is not known which objects there are; else null.</summary>
    public CelUnknown? Missing { get; private init; }

    /// <summary>Why the reference means nothing for this request; else null.</summary>
    public string? Error { get; private init; }

    public static ParameterSet NotKnown(string what) => new([]) { Missing = CelUnknown.Of(what) };

    public static ParameterSet Wrong(string error) => new([]) { Error = error };
}
