using System.Runtime.CompilerServices;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>One way in which a body holds.</summary>
/// <param name="Path">Where the value goes in an object; empty where the rule is the value.</param>
/// <param name="Doubt">Why it is not known whether it holds; null where it does.</param>
internal readonly record struct Solution(RegoValue[] Path, RegoValue Value, RegoUnknown? Doubt);
