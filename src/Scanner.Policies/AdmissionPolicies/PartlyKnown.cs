using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>An object of which some fields are known; every other one is an unknown.</summary>
internal sealed class PartlyKnown(CelTable known, string name) : CelMap
{
    public override int Count => known.Count;

    public override IEnumerable<CelValue> Keys => known.Keys;

    public override CelUnknown? Missing => CelUnknown.Of(name);

    public override CelValue? Find(CelValue key) => known.Find(key) ?? CelUnknown.Of($"{name}.{key}");

    public override CelValue Contains(CelValue key) => known.Find(key) is null ? CelUnknown.Of($"{name}.{key}") : CelBool.True;
}
