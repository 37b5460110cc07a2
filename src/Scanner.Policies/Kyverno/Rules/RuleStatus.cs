namespace Scanner.Policies.Kyverno.Rules;

/// <summary>How a rule ends, as Kyverno's reports name it.</summary>
internal enum RuleStatus
{
    /// <summary>The rule is not for the request.</summary>
    NotMatched,

    /// <summary>The rule is for the request and has nothing to say, as a foreach over nothing.</summary>
    Nothing,
    Pass,
    Fail,
    Skip,
    Error,
    Unknown,
}
