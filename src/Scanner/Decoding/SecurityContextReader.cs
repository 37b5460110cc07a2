using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads the security contexts of containers and pods.</summary>
internal static class SecurityContextReader
{
    public static SecurityContextFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var context = SecurityContextFacts.Empty;
        var scope = reader.Enter();
        while (reader.Next(PodFields.SecurityContext, out var field))
        {
            context = field switch
            {
                1 => ReadCapabilities(ref reader, context),
                2 => context with { Privileged = reader.ReadBool() },
                3 => context with { SeLinux = ReadSeLinux(ref reader) },
                4 => context with { RunAsUser = reader.ReadInt64() },
                5 => context with { RunAsNonRoot = reader.ReadBool() },
                7 => context with { AllowPrivilegeEscalation = reader.ReadBool() },
                9 => context with { ProcMount = reader.ReadString() },
                10 => context with { HostProcess = ReadHostProcess(ref reader) },
                11 => context with { SeccompProfile = ReadProfileType(ref reader) },
                _ => context with { AppArmorProfile = ReadProfileType(ref reader) },
            };
        }

        reader.Leave(scope);
        return context;
    }

    public static (SecurityContextFacts Context, ImmutableArray<string> Sysctls) ReadOfPod<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var context = SecurityContextFacts.Empty;
        ImmutableArray<string> sysctls = [];
        var scope = reader.Enter();
        while (reader.Next(PodFields.PodSecurityContext, out var field))
        {
            switch (field)
            {
                case 1:
                    context = context with { SeLinux = ReadSeLinux(ref reader) };
                    break;
                case 2:
                    context = context with { RunAsUser = reader.ReadInt64() };
                    break;
                case 3:
                    context = context with { RunAsNonRoot = reader.ReadBool() };
                    break;
                case 7:
                    sysctls = sysctls.Add(ReadName(ref reader, PodFields.Sysctl));
                    break;
                case 8:
                    context = context with { HostProcess = ReadHostProcess(ref reader) };
                    break;
                case 10:
                    context = context with { SeccompProfile = ReadProfileType(ref reader) };
                    break;
                default:
                    context = context with { AppArmorProfile = ReadProfileType(ref reader) };
                    break;
            }
        }

        reader.Leave(scope);
        return (context, sysctls);
    }

    /// <summary>The one text of a message of which only that is wanted; empty when it is not set.</summary>
    public static string ReadName<TReader>(ref TReader reader, FieldTable table)
        where TReader : struct, IWireReader, allows ref struct
    {
        var name = "";
        var scope = reader.Enter();
        while (reader.Next(table, out _))
            name = CommonStrings.Get(reader.ReadUtf8());
        reader.Leave(scope);
        return name;
    }

    private static string ReadProfileType<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct => ReadName(ref reader, PodFields.ProfileType);

    private static SecurityContextFacts ReadCapabilities<TReader>(ref TReader reader, SecurityContextFacts context)
        where TReader : struct, IWireReader, allows ref struct
    {
        ImmutableArray<string> added = [];
        ImmutableArray<string> dropped = [];
        var scope = reader.Enter();
        while (reader.Next(PodFields.Capabilities, out var field))
        {
            if (field == 1)
                added = added.Add(CommonStrings.Get(reader.ReadUtf8()));
            else
                dropped = dropped.Add(CommonStrings.Get(reader.ReadUtf8()));
        }

        reader.Leave(scope);
        return context with { AddedCapabilities = added, DroppedCapabilities = dropped };
    }

    private static SeLinuxFacts ReadSeLinux<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var options = new SeLinuxFacts();
        var scope = reader.Enter();
        while (reader.Next(PodFields.SeLinuxOptions, out var field))
        {
            options = field switch
            {
                1 => options with { User = reader.ReadString() },
                2 => options with { Role = reader.ReadString() },
                _ => options with { Type = reader.ReadString() },
            };
        }

        reader.Leave(scope);
        return options;
    }

    private static bool? ReadHostProcess<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        bool? hostProcess = null;
        var scope = reader.Enter();
        while (reader.Next(PodFields.WindowsOptions, out _))
            hostProcess = reader.ReadBool();
        reader.Leave(scope);
        return hostProcess;
    }
}
