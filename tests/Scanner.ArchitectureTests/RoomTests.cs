using System.Collections.Frozen;

namespace Scanner.ArchitectureTests;

public sealed class RoomTests(ProductUses product) : IClassFixture<ProductUses>
{
    [Fact]
    public void Rooms_AreThoseOfTheTable()
    {
        var rooms = SourceTree.Files.Select(f => f.Room).ToHashSet();
        Complaints.None(rooms.Except(Layout.Allowed.Keys).Select(room => $"src/{room} is a folder that rooms.txt does not name"));
        Complaints.None(Layout.Allowed.Keys.Except(rooms).Select(room => $"rooms.txt names {room}, which is no folder"));
    }

    [Fact]
    public void Rooms_UseOnlyWhatTheTableAllows() => Complaints.None(Layout.Forbidden(product.Uses).Select(use => use.ToString()));

    [Fact]
    public void Table_AllowsNothingThatNobodyUses()
    {
        var used = product.Uses.Select(use => (use.File.Room, use.Room)).ToHashSet();
        Complaints.None(
            from row in Layout.Allowed
            from room in row.Value
            where !used.Contains((row.Key, room))
            select $"{row.Key} may use {room}, and does not");
    }

    /// <summary>What docs/architecture.md promises whatever the table says.</summary>
    [Theory]
    [InlineData("Scanner.Core", "Scanner.Core")]
    [InlineData("Scanner.ApiServer", "Scanner.ApiServer")]
    [InlineData("Scanner.Publishing", "Scanner.Publishing", "Scanner.Core")]
    [InlineData("Scanner/Decoding", "Scanner/Decoding", "Scanner.ApiServer", "Scanner.Core")]
    [InlineData("Scanner/Scans", "Scanner/Scans", "Scanner/Inventory", "Scanner/Probing", "Scanner/Reviews", "Scanner/Decoding", "Scanner.ApiServer", "Scanner.Policies", "Scanner.Core")]
    public void Table_PartUsesOnlyThese(string part, params string[] parts) => Complaints.None(
        from row in Layout.Allowed
        where IsPartOf(row.Key, part)
        from room in row.Value
        where !parts.Any(p => IsPartOf(room, p))
        select $"rooms.txt lets {row.Key} use {room}");

    [Theory]
    [InlineData("Scanner/Cli", "Scanner/Cli", "Scanner", "Scanner.Demo")]
    [InlineData("Scanner/Worker", "Scanner/Worker", "Scanner/Cli")]
    [InlineData("Scanner/Scans", "Scanner/Scans", "Scanner/Cli")]
    [InlineData("Scanner.Simulator", "Scanner.Demo")]
    public void Table_PartIsUsedOnlyByThese(string part, params string[] users) => Complaints.None(
        from row in Layout.Allowed
        where !users.Any(u => u == row.Key || (u != "Scanner" && IsPartOf(row.Key, u)))
        from room in row.Value
        where IsPartOf(room, part)
        select $"rooms.txt lets {row.Key} use {room}");

    [Fact]
    public void Table_HasNoCycle() => Assert.Empty(Layout.FindCycle(Layout.Allowed));

    [Fact]
    public void FindCycle_TableWithOne_NamesIt() =>
        Assert.Equal(["b", "c", "b"], Layout.FindCycle(new Dictionary<string, FrozenSet<string>> { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["b"] }));

    [Theory]
    [InlineData("using Scanner.Cli;\n\nnamespace Scanner.Decoding;\n", "src/Scanner/Decoding/Stray.cs:1: Scanner/Decoding uses Scanner.Cli")]
    [InlineData(
        "namespace Scanner.Decoding;\n\ninternal static class Stray\n{\n    public static int Code => Scanner.Cli.ExitCode.Usage;\n}\n",
        "src/Scanner/Decoding/Stray.cs:5: Scanner/Decoding uses Scanner.Cli.ExitCode")]
    public void Forbidden_UsingOrNameOfARoomAbove_IsToldWithItsPlace(string source, string expected)
    {
        var stray = SourceFile.Parse("src/Scanner/Decoding/Stray.cs", source);
        Assert.Equal([expected], Layout.Forbidden(Uses.Of([.. SourceTree.Files, stray], [stray])).Select(use => use.ToString()));
    }

    [Fact]
    public void Namespaces_AreFolders() => Complaints.None(
        from file in SourceTree.Files
        from ns in file.Namespaces()
        where ns != file.Folder.Replace('/', '.')
        select $"{file.Path}: namespace {ns}");

    private static bool IsPartOf(string room, string part) => room == part || room.StartsWith(part + "/", StringComparison.Ordinal);
}
