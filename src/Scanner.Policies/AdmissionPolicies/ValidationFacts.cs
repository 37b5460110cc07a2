namespace Scanner.Policies.AdmissionPolicies;

/// <summary>One validation: the request is denied where the expression is not true.</summary>
/// <param name="Message">Empty where there is none.</param>
/// <param name="MessageExpression">Comes before the message where it gives a text; empty where there is none.</param>
public sealed record ValidationFacts(string Expression, string Message, string MessageExpression);
