using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Scanner.ArchitectureTests;

/// <summary>A room that grows asks to be split before that is hard.</summary>
public sealed class SizeTests
{
    // The simulator holds tables of fields, one row a line.
    private static readonly SourceFile[] s_product = [.. SourceTree.Files.Where(f => f.Room != "Scanner.Simulator")];

    private const int MostColumns = 240;
    private const int MostLinesOfAFile = 300;
    private const int MostLinesOfAMethod = 55;
    private const int MostFilesOfAFolder = 30;

    [Fact]
    public void Lines() => Complaints.None(
        from file in s_product
        from line in file.Tree.GetText().Lines
        where line.Span.Length > MostColumns
        select $"{file.Path}:{line.LineNumber + 1}: {line.Span.Length} columns");

    [Fact]
    public void FilesOfLines() => Complaints.None(
        from file in s_product
        let lines = file.Tree.GetText().Lines.Count - 1
        where lines > MostLinesOfAFile
        select $"{file.Path}: {lines} lines");

    [Fact]
    public void MethodsOfLines() => Complaints.None(
        from file in s_product
        from method in file.Tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        where method.Body is not null
        let lines = method.Body!.GetText().Lines.Count - 2
        where lines > MostLinesOfAMethod
        select $"{file.Path}:{file.LineOf(method)}: {lines} lines");

    [Fact]
    public void FoldersOfFiles() => Complaints.None(
        from folder in s_product.GroupBy(f => f.Folder)
        where folder.Count() > MostFilesOfAFolder
        select $"src/{folder.Key}: {folder.Count()} files");
}
