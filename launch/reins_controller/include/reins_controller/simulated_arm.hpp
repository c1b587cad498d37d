#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hardware_interface/handle.hpp"
#include "hardware_interface/hardware_info.hpp"
#include "hardware_interface/system_interface.hpp"
#include "hardware_interface/types/hardware_interface_return_values.hpp"
#include "rclcpp/rclcpp.hpp"

#include "reins_controller/drives.hpp"

namespace reins_controller
{

/// An arm of ideal drives as hardware of ros2_control, to try a controller manager without a robot.
/// It takes efforts, velocities or positions, whatever an active controller claims, and measures
/// position, velocity and effort. Its time is counted in cycles of the controller manager. It holds
/// still until it is commanded. After that it keeps the last command for ever, also when its controller
/// is gone, as some hardware does.
///
/// Hardware parameters in the URDF: rate_hz, that of the controller manager (1000); inertia of each
/// joint, kg·m² or kg (0.5). The posture at the start is each joint's initial_value.
class SimulatedArm : public hardware_interface::SystemInterface
{
public:
  hardware_interface::CallbackReturn on_init(const hardware_interface::HardwareInfo & info) override;
  std::vector<hardware_interface::StateInterface> export_state_interfaces() override;
  std::vector<hardware_interface::CommandInterface> export_command_interfaces() override;
  hardware_interface::return_type perform_command_mode_switch(
    const std::vector<std::string> & start, const std::vector<std::string> & stop) override;
  hardware_interface::return_type read(
    const rclcpp::Time & time, const rclcpp::Duration & period) override;
  hardware_interface::return_type write(
    const rclcpp::Time & time, const rclcpp::Duration & period) override;

private:
  std::vector<double> & commands(Kind kind);

  std::unique_ptr<Drives> drives_;
  std::vector<double> efforts_;
  std::vector<double> velocities_;
  std::vector<double> positions_;
  std::vector<double> rest_;
  bool driven_ = false;
  Kind kind_ = Kind::kVelocity;
};

}  // namespace reins_controller
