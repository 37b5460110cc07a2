using Scanner.Fixtures;

namespace Scanner.IntegrationTests.Programs;

/// <summary>
/// <c>SCANNER_BINARY</c> names a built program, such as the native one. The tests that go through the command line then run that file
/// instead of the code beside them; all others are skipped, since they would say nothing about it.
/// </summary>
internal static class ScannerBinary
{
    public const string Variable = "SCANNER_BINARY";

    /// <summary>Full path; null when the variable is not set. A relative one begins at the repository.</summary>
    public static string? Path { get; } = Find(Environment.GetEnvironmentVariable(Variable));

    /// <summary>What runs where a test needs a process: the named program, or the one that was built with the tests.</summary>
    public static string PathOrBuilt => Path ?? System.IO.Path.Combine(AppContext.BaseDirectory, "scanner");

    /// <summary>The reason to skip a test that needs the program inside its own process; null when it can run.</summary>
    public static string? WhySkipped(string why) => Path is null ? null : $"{Variable} is set, and {why}";

    // Tests run in the folder of their own files; whoever sets the variable is in that of the repository.
    private static string? Find(string? variable) => string.IsNullOrEmpty(variable) ? null : System.IO.Path.GetFullPath(variable, Checkout.Root);
}
