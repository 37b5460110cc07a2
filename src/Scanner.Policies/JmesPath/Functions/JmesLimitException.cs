namespace Scanner.Policies.JmesPath.Functions;

/// <summary>An evaluation takes more steps than it may. No operator may take this for an error that it absorbs.</summary>
internal sealed class JmesLimitException() : Exception("the evaluation takes too many steps");
