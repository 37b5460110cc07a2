namespace Scanner.Conformance;

internal enum CaseOutcome
{
    Passed,
    Failed,
    NotApplicable,
}
