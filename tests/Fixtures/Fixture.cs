using System.Runtime.CompilerServices;

namespace Scanner.Fixtures;

/// <summary>Finds the recorded answers and decisions beside this file.</summary>
internal static class Fixture
{
    /// <summary>The full path of a file or folder below <c>tests/Fixtures</c>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root(), .. parts]);

    /// <summary>Files below a folder of <c>tests/Fixtures</c> that match <paramref name="pattern"/>, in name order.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folder) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Root([CallerFilePath] string thisFile = "") =>
        Directory.Exists(Path.GetDirectoryName(thisFile)) ? Path.GetDirectoryName(thisFile)! : FromOutput();

    // A deterministic build maps source paths, so the compiled-in path may not exist: look upwards from the output instead.
    private static string FromOutput()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
        {
            var candidate = Path.Combine(dir.FullName, "tests", "Fixtures");
            if (Directory.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException("tests/Fixtures is not above " + AppContext.BaseDirectory);
    }
}
