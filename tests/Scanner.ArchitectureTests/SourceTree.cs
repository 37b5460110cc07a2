using System.Collections.Immutable;
using Scanner.Fixtures;

namespace Scanner.ArchitectureTests;

/// <summary>The product's sources as they lie in this checkout.</summary>
internal static class SourceTree
{
    private static readonly Lazy<ImmutableArray<SourceFile>> s_files = new(Read);

    public static ImmutableArray<SourceFile> Files => s_files.Value;

    public static string Root => Checkout.Root;

    private static ImmutableArray<SourceFile> Read() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => SourceFile.Parse(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];
}
