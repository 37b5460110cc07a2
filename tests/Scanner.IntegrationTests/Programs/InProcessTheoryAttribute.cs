namespace Scanner.IntegrationTests.Programs;

/// <summary>As <see cref="InProcessFactAttribute"/>, for tests with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InProcessTheoryAttribute : SkippableTheoryAttribute
{
    /// <summary>One of <see cref="InProcess"/>. No argument of the constructor: the base class takes those for types of exceptions.</summary>
    public string Why
    {
        get;
        set => Skip = ScannerBinary.WhySkipped(field = value);
    } = "";
}
