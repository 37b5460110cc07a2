namespace Scanner.Policies.Rego.Evaluation;

/// <summary>One bracket of a reference: a key that is known, or a pattern that every key is tried with.</summary>
internal readonly record struct PathElement(Operand? Key, Pattern? Pattern);
