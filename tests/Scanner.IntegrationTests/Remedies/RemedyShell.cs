using System.Diagnostics;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>A shell with kubectl, connected to a cluster as its administrator.</summary>
internal sealed class RemedyShell : IDisposable
{
    private readonly string _path;

    private RemedyShell(string kubectl, TestCluster cluster)
    {
        Folder = Directory.CreateTempSubdirectory("scanner-fixes-").FullName;
        File.WriteAllText(Path.Combine(Folder, "kubeconfig"), cluster.Kubeconfig(TestUsers.Admin));
        _path = Folder + ":" + Path.GetDirectoryName(kubectl) + ":" + Environment.GetEnvironmentVariable("PATH");
        if (cluster.Simulator is null)
            return;
        // kubectl asks for access reviews in protobuf, which the simulated server reads as JSON only. The tests ask it themselves.
        var wrapper = Path.Combine(Folder, "kubectl");
        File.WriteAllText(wrapper, $"#!/bin/sh\n[ \"$1\" = auth ] || exec {kubectl} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Folder { get; }

    /// <summary>Skips the test where there is no kubectl.</summary>
    public static RemedyShell Find(TestCluster cluster)
    {
        var shell = FindOrNull(cluster);
        Skip.If(shell is null, $"no kubectl on PATH or in the folder that {ControlPlaneBinaries.Variable} names");
        return shell!;
    }

    /// <summary>Null where there is no kubectl.</summary>
    public static RemedyShell? FindOrNull(TestCluster cluster)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Prepend(Environment.GetEnvironmentVariable(ControlPlaneBinaries.Variable) ?? "");
        var kubectl = folders.Select(f => Path.Combine(f, "kubectl")).FirstOrDefault(File.Exists);
        return kubectl is null ? null : new RemedyShell(kubectl, cluster);
    }

    /// <param name="ns">What NAMESPACE stands for; null where it is not set.</param>
    public async Task<(int Code, string Output)> RunAsync(string command, string? ns)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", command },
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _path;
        start.Environment["KUBECONFIG"] = Path.Combine(Folder, "kubeconfig");
        // Leaves what it is given as it is.
        start.Environment["KUBE_EDITOR"] = "true";
        start.Environment.Remove("NAMESPACE");
        if (ns is not null)
            start.Environment["NAMESPACE"] = ns;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
