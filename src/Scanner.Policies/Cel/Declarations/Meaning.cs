using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Declarations;

/// <summary>What a name stands for.</summary>
/// <param name="Slot">Of a variable; below zero for a type.</param>
/// <param name="Type">The type of the variable, or the type that is named.</param>
internal sealed record Meaning(string Name, int Slot, CelType Type)
{
    public bool IsVariable => Slot >= 0;
}
