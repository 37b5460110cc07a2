using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Scanner.ArchitectureTests;

/// <summary>A room that grows asks to be split before that is hard.</summary>
public sealed class SizeTests
{
    private const int MostColumns = 160;
    private const int MostLinesOfAFile = 250;
    private const int MostLinesOfAMethod = 45;
    private const int MostFilesOfAFolder = 25;

    [Fact]
    public void Lines() => Complaints.None(
        from file in SourceTree.Files
        from line in file.Tree.GetText().Lines
        where line.Span.Length > MostColumns
        select $"{file.Path}:{line.LineNumber + 1}: {line.Span.Length} columns");

    [Fact]
    public void FilesOfLines() => Complaints.None(
        from file in SourceTree.Files
        let lines = file.Tree.GetText().Lines.Count - 1
        where lines > MostLinesOfAFile
        select $"{file.Path}: {lines} lines");

    [Fact]
    public void MethodsOfLines() => Complaints.None(
        from file in SourceTree.Files
        from method in file.Tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        where method.Body is not null
        let lines = method.Body!.GetText().Lines.Count - 2
        where lines > MostLinesOfAMethod
        select $"{file.Path}:{file.LineOf(method)}: {lines} lines");

    [Fact]
    public void FoldersOfFiles() => Complaints.None(
        from folder in SourceTree.Files.GroupBy(f => f.Folder)
        where folder.Count() > MostFilesOfAFolder
        select $"src/{folder.Key}: {folder.Count()} files");
}
