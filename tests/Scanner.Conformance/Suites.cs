using Scanner.Conformance.Cel;
using Scanner.Conformance.Gatekeeper;
using Scanner.Conformance.Rego;

namespace Scanner.Conformance;

/// <summary>The suites by name. Each returns the exit code of the program.</summary>
internal static class Suites
{
    public static int Cel(string checkout)
    {
        var files = CelSuite.FilesOf(checkout);
        if (files.Length == 0)
            return Missing("tests/simple/testdata/*.textproto");
        var report = new SuiteReport(CelExceptions.Names);
        foreach (var file in files)
            report.Add(Path.GetFileName(file), CelSuite.Run(File.ReadAllText(file)));
        return report.Write(Console.Out);
    }

    public static int Rego(string checkout)
    {
        var folders = RegoSuite.FoldersOf(checkout);
        if (folders.Length == 0)
            return Missing("*/*.json");
        var report = new SuiteReport(RegoExceptions.Names);
        foreach (var folder in folders)
            report.Add(Path.GetFileName(folder), RegoSuite.Run(folder));
        return report.Write(Console.Out);
    }

    public static int Gatekeeper(string checkout)
    {
        var files = GatekeeperSuite.FilesOf(checkout);
        if (files.Length == 0)
            return Missing("*/suite.yaml");
        var report = new SuiteReport([]);
        foreach (var file in files)
            report.Add(Path.GetRelativePath(checkout, Path.GetDirectoryName(file)!), GatekeeperSuite.Run(file));
        return report.Write(Console.Out);
    }

    private static int Missing(string files)
    {
        Console.Error.WriteLine($"There are no files {files} below the directory that was given.");
        return 2;
    }
}
