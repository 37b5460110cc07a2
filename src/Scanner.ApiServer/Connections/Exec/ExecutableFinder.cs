namespace Scanner.ApiServer.Connections.Exec;

/// <summary>Finds a program as a shell would, but never in the current directory.</summary>
internal static class ExecutableFinder
{
    /// <summary>Full path of <paramref name="command"/>: itself if it is one, else looked up in PATH; null when it is not there.</summary>
    public static string? Find(string command, ConnectionEnvironment environment)
    {
        if (Path.IsPathFullyQualified(command))
            return WithExtension(command, environment);
        return (environment.Variable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => WithExtension(Path.Combine(folder, command), environment))
            .FirstOrDefault(path => path is not null);
    }

    private static string? WithExtension(string path, ConnectionEnvironment environment)
    {
        if (!OperatingSystem.IsWindows())
            return File.Exists(path) && IsExecutable(path) ? path : null;
        var extensions = Path.HasExtension(path) ? [""] : (environment.Variable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';');
        return extensions.Select(extension => path + extension).FirstOrDefault(File.Exists);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != UnixFileMode.None;
    }
}
