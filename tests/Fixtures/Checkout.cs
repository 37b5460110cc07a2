namespace Scanner.Fixtures;

/// <summary>
/// Where the sources of this checkout lie. Looked for upwards from the test's output, because a deterministic build (<c>CI=true</c>) compiles
/// in paths that do not exist.
/// </summary>
internal static class Checkout
{
    /// <summary>The folder of <c>Scanner.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Scanner.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("Scanner.sln is not above " + AppContext.BaseDirectory);
    }
}
