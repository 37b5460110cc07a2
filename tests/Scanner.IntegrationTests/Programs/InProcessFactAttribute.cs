namespace Scanner.IntegrationTests.Programs;

/// <summary>A test that needs the scanner's code in its own process.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InProcessFactAttribute : SkippableFactAttribute
{
    /// <summary>One of <see cref="InProcess"/>. No argument of the constructor: the base class takes those for types of exceptions.</summary>
    public string Why
    {
        get;
        set => Skip = ScannerBinary.WhySkipped(field = value);
    } = "";
}
