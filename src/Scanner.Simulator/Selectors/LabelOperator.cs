namespace Scanner.Simulator.Selectors;

/// <summary>Operators of <c>metav1.LabelSelectorRequirement</c>.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}
