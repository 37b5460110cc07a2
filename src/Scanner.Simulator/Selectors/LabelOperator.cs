namespace Scanner.Simulator.Selectors;

/// <summary>Operators of <c>metav1.LabelSelectorRequirement</c>, and the two that only query parameters know.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}
