using System.Diagnostics;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>The kubectl of this machine, if it has one.</summary>
internal static class Kubectl
{
    /// <summary>Full path of the first on PATH or in KUBEBUILDER_ASSETS; null when there is none, or only a dispatcher.</summary>
    public static string? Path { get; } = Find();

    // Some distributions install a dispatcher under the name: it asks the server for its version and runs another kubectl, if it has one.
    // What is seen then is not one kubectl's behaviour, and differs with what else is installed.
    private static string? Find()
    {
        var folders = $"{Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS")}{System.IO.Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return folders.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, "kubectl"))
            .FirstOrDefault(file => File.Exists(file) && !IsDispatcher(file));
    }

    private static bool IsDispatcher(string file)
    {
        using var process = Process.Start(new ProcessStartInfo(file, ["version", "--client"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return process.StandardOutput.ReadToEnd().Contains("-dispatcher", StringComparison.Ordinal);
    }

    /// <summary>Asks for the server's version with the row's kubeconfig, variables and flags; returns what it said.</summary>
    public static async Task<string> VersionAsync(KubeconfigCase row, CaseFolder folder, TimeSpan limit)
    {
        var start = new ProcessStartInfo(Path!, ["version", "-o", "json", "--request-timeout", "5s", .. row.Flags.Select(folder.Fill)])
        {
            WorkingDirectory = folder.Folder.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["HOME"] = folder.Folder.PathOf("home");
        foreach (var (name, value) in row.Variables)
            start.Environment[name] = folder.Fill(value);
        if (!CaseFlags.HasVariable(row))
            start.ArgumentList.Add("--kubeconfig=config");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var end = new CancellationTokenSource(limit);
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
        await process.WaitForExitAsync(end.Token);
        return string.Join('\n', texts);
    }
}
