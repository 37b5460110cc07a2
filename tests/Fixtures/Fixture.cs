namespace Scanner.Fixtures;

/// <summary>Finds the recorded answers and decisions in <c>tests/Fixtures</c>.</summary>
internal static class Fixture
{
    /// <summary>The full path of a file or folder below <c>tests/Fixtures</c>.</summary>
    public static string PathOf(params string[] parts) => Checkout.PathOf(["tests", "Fixtures", .. parts]);

    /// <summary>Files below a folder of <c>tests/Fixtures</c> that match <paramref name="pattern"/>, in name order.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folder) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
