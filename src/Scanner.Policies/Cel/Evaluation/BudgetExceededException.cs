namespace Scanner.Policies.Cel.Evaluation;

/// <summary>An evaluation has cost more than it may. No operator of CEL may take this for an error that it can absorb.</summary>
internal sealed class BudgetExceededException() : Exception("operation cancelled: actual cost limit exceeded");
